"""What is to be put right after a backup was restored.

Whoever registers puts right what the time since the backup has made wrong, and says what people have to do.
"""

from helpdesk.hooks import Hook

_hook = Hook()
register, settle = _hook.register, _hook.ask
