"""What administrators type on the desk of accounts."""

from __future__ import annotations

from django import forms


class FindAccountForm(forms.Form):
    q = forms.CharField(
        label="E-mail address or name",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def words(self) -> str:
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class ReasonForm(forms.Form):
    """Why somebody else's account is touched. Without a reason, it is not."""

    reason = forms.CharField(
        label="Why",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The person gets this sentence by mail. It is kept in the record with your name, "
        "where stewards of institutions to which the person belongs read it as well.",
        error_messages={"required": "Say why, in a sentence. The person will read it."},
    )
