"""What an editor must complain about: each line with a mark is wrong, and no other line is."""

import pulumi
from pulumi_payment_webhooks import Provider, cybersource, digital_river

number: pulumi.Output[int] = pulumi.Output.from_input(5)
flag: bool = True

cybersource.WebhookSubscription("no fields")  # wrong: Missing named argument "products"
cybersource.DigitalSignatureKey("k", expiryDuration=1)  # wrong: Unexpected keyword argument "expiryDuration"
cybersource.DigitalSignatureKey("k", key="mine")  # wrong: Unexpected keyword argument "key"
cybersource.DigitalSignatureKey("k", expiry_duration="1")  # wrong: incompatible type "str"
cybersource.DigitalSignatureKey("k", "acme")  # wrong: Too many positional arguments

cybersource.WebhookSubscription(
    "s",
    name=number,  # wrong: incompatible type "Output[int]"
    products=["payments"],  # wrong: incompatible type "list[str]"
    webhook_url=None,  # wrong: incompatible type "None"
)
cybersource.WebhookSubscription(
    "s",
    name="n",
    products={"payments": 5},  # wrong: "str": "int"
    webhook_url="https://h.example/",
    notification_scope="CHILDREN",  # wrong: incompatible type "Literal['CHILDREN']"
    status="BLOCKED",  # wrong: incompatible type "Literal['BLOCKED']"
    retry_policy={"algorithm": "LINEAR"},  # wrong: expected "RetryPolicyDict
    security_policy={"security_type": "none"},  # wrong: expected "SecurityPolicyDict
    scope_data=[5],  # wrong: "int"
    signature_key=5,  # wrong: incompatible type "int"
    health_check_url=flag,  # wrong: incompatible type "bool"
)
first: cybersource.RetryPolicyDict = {"firstRetry": 1}  # wrong: Extra key "firstRetry"
second: cybersource.RetryPolicyDict = {"schedule": "1, 2"}  # wrong: Extra key "schedule"
third: cybersource.OAuthConfigDict = {"oauth_token_type": "Bearer"}  # wrong: Missing key "oauth_url"
fourth: cybersource.RetryPolicyDict = {"interval": "5"}  # wrong: "interval"

subscription = cybersource.WebhookSubscription("s", name="n", products={"p": ["e"]}, webhook_url="https://h.example/")
shown: pulumi.Output[int] = subscription.current_status  # wrong: expression has type "Output[str]"
label = subscription.webhookUrl  # wrong: has no attribute "webhookUrl"
subscription.name = "n"  # wrong: Property "name" defined in "WebhookSubscription" is read-only
cybersource.Subscription("s")  # wrong: Module has no attribute "Subscription"
Provider("eu", cybersource_organisation_id="acme")  # wrong: Unexpected keyword argument "cybersource_organisation_id"
Provider("eu", cybersource_workers="many")  # wrong: incompatible type "str"
digital_river.Webhook("w", address="https://h.example/")  # wrong: Missing named argument "types"
digital_river.Webhook(
    "w",
    address="https://h.example/",
    types=["t"],
    adopt_existing=5,  # wrong: incompatible type "int"
)
digital_river.WebhookSecret("s", webhook="w", expiration="2_hours")  # wrong: incompatible type "Literal['2_hours']"
fifth: digital_river.OAuthDict = {"token_end_point": "https://i.example/"}  # wrong: Missing keys ("client_id"
