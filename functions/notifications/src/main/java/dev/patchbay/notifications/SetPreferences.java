package dev.patchbay.notifications;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import java.util.Optional;

/** {@code PUT /api/notifications/preferences}: the caller's own, in place of those before. One request. */
final class SetPreferences implements ApiEndpoint {
    private final Recipients recipients;

    SetPreferences(Recipients recipients) {
        this.recipients = recipients;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        var member = request.caller();
        Preferences wanted = request.json(Preferences.class);
        Optional<EmailAddress> chosen = wanted.email().map(SetPreferences::address);
        return ApiResponse.json(200, Preferences.of(recipients.prefer(member, chosen, wanted.muted())));
    }

    private static EmailAddress address(String text) {
        return EmailAddress.of(text)
                .orElseThrow(() -> Problem.badField("email", "\"email\" must be one address, such as ann@example.com")
                        .asException());
    }
}
