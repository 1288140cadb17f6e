"""What mail keeps."""

from mail.models.alert import Alert
from mail.models.delivery import Delivery
from mail.models.inbound import InboundMail
from mail.models.mailbox import Mailbox
from mail.models.outbound import OutboundAttachment, OutboundMail
from mail.models.thread import ReplyToken, Thread

__all__ = ["Alert", "Delivery", "InboundMail", "Mailbox", "OutboundAttachment", "OutboundMail", "ReplyToken", "Thread"]
