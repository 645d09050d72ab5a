from __future__ import annotations

from django.urls import path

from members.views import (
    account,
    accounts,
    domains,
    invitations,
    joining,
    leaving,
    overseeing,
    own_data,
    people,
    proposals,
    proposing,
    record,
    sessions,
)

app_name = "members"
urlpatterns = [
    path("welcome/", account.welcome, name="welcome"),
    path("account/", account.account, name="account"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end-others/", sessions.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("account/data/", own_data.own_data, name="own_data"),
    path("account/delete/", own_data.delete_account, name="delete_account"),
    path("account/deleted/", own_data.account_deleted, name="account_deleted"),
    path("join/", joining.join, name="join"),
    path("invitations/<str:token>/", joining.accept, name="accept"),
    path("institutions/propose/", proposing.propose, name="propose"),
    path("institutions/propose/thanks/", proposing.thanks, name="propose_thanks"),
    path("institutions/propose/done/", proposing.done, name="propose_done"),
    path("institutions/propose/<str:token>/", proposing.confirm, name="confirm_proposal"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    path("desk/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("desk/proposals/<int:pk>/admit/", proposals.admit, name="admit"),
    path("desk/proposals/<int:pk>/decline/", proposals.decline, name="decline_proposal"),
    path("desk/accounts/", accounts.accounts, name="accounts"),
    path("desk/accounts/<int:pk>/", accounts.account, name="account_of"),
    path("desk/accounts/<int:pk>/reset-factors/", accounts.reset_factors, name="reset_factors"),
    path("desk/accounts/<int:pk>/close/", accounts.close, name="close_account"),
    path("desk/accounts/<int:pk>/reopen/", accounts.reopen, name="reopen_account"),
    path("desk/institutions/", overseeing.institutions, name="institutions"),
    path("desk/institutions/<slug:slug>/close/", overseeing.close, name="close"),
    path("desk/institutions/<slug:slug>/reopen/", overseeing.reopen, name="reopen"),
    path("institutions/<slug:slug>/ask/", joining.ask, name="ask"),
    path("institutions/<slug:slug>/leave/", leaving.leave, name="leave"),
    path("institutions/<slug:slug>/people/", people.people, name="people"),
    path("institutions/<slug:slug>/people.csv", people.people_csv, name="people_csv"),
    path("institutions/<slug:slug>/people/former/", people.former, name="former"),
    path("institutions/<slug:slug>/people/<int:pk>/", people.person, name="person"),
    path("institutions/<slug:slug>/people/<int:pk>/approve/", people.approve, name="approve"),
    path("institutions/<slug:slug>/people/<int:pk>/decline/", people.decline, name="decline"),
    path("institutions/<slug:slug>/people/<int:pk>/role/", people.set_role, name="set_role"),
    path("institutions/<slug:slug>/people/<int:pk>/remove/", people.remove, name="remove"),
    path("institutions/<slug:slug>/invite/", invitations.invite, name="invite"),
    path(
        "institutions/<slug:slug>/invitations/<int:pk>/resend/", invitations.resend, name="resend"
    ),
    path(
        "institutions/<slug:slug>/invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"
    ),
    path("record/", record.consortium, name="consortium_record"),
    path("institutions/<slug:slug>/record/", record.institution, name="record"),
    path("institutions/<slug:slug>/domains/", domains.domains, name="domains"),
    path(
        "institutions/<slug:slug>/domains/<int:pk>/check/",
        domains.check_domain,
        name="check_domain",
    ),
    path(
        "institutions/<slug:slug>/domains/<int:pk>/remove/",
        domains.remove_domain,
        name="remove_domain",
    ),
]
