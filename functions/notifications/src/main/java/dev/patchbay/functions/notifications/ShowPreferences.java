package dev.patchbay.functions.notifications;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.Member;

/** {@code GET /api/notifications/preferences}: what mail the caller gets, and where. One request. */
final class ShowPreferences implements ApiEndpoint {
    private final Recipients recipients;

    ShowPreferences(Recipients recipients) {
        this.recipients = recipients;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.caller();
        return ApiResponse.json(
                200,
                Preferences.of(recipients.of(member.workspace(), member.id()).with(member)));
    }
}
