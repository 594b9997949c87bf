# Sourced by the two launchers beside it. Sets $python to the interpreter of the project that the engine is working on:
# the virtualenv named by the project, else PULUMI_PYTHON_CMD, else the python3 on PATH, which is that of an activated
# virtual environment. The engine starts both launchers in the folder of the program.

virtualenv="${PULUMI_RUNTIME_VIRTUALENV:-}"
project="$PWD"
while [ ! -f "$project/Pulumi.yaml" ] && [ -n "$project" ]; do
  project="${project%/*}"
done

if [ -z "$virtualenv" ] && [ -n "$project" ]; then
  # The value of `virtualenv:`, without quotes and without a comment.
  virtualenv="$(sed -n "s/^[[:space:]]*virtualenv:[[:space:]]*[\"']\{0,1\}\([^\"'#]*[^\"'#[:space:]]\).*/\1/p" "$project/Pulumi.yaml")"
fi

if [ -n "$virtualenv" ]; then
  case "$virtualenv" in
    /*) ;;
    *) virtualenv="$project/$virtualenv" ;;
  esac
  python="$virtualenv/bin/python"
  if [ ! -x "$python" ]; then
    echo "Pulumi.yaml names the virtualenv $virtualenv, but there is no $python: create it, and install pulumi into it." >&2
    exit 1
  fi
else
  python="${PULUMI_PYTHON_CMD:-python3}"
fi
