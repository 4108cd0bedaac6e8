package dev.patchbay.functions.notifications;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.notification.Recipient;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * {@code PUT /api/notifications/preferences}: the caller's own, in place of those before. An address that is not the token's must be
 * confirmed by a link, which is sent there. One request without such an address, two with one that is confirmed or to be confirmed already,
 * four with a new one.
 */
final class SetPreferences implements ApiEndpoint {
    private final Recipients recipients;
    private final ConfirmationLinks links;
    private final Clock clock;

    SetPreferences(Recipients recipients, ConfirmationLinks links, Clock clock) {
        this.recipients = recipients;
        this.links = links;
        this.clock = clock;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Preferences wanted = request.json(Preferences.class);
        Optional<EmailAddress> chosen = wanted.email().map(SetPreferences::address);
        return ApiResponse.json(200, Preferences.of(kept(request, chosen, wanted.muted())));
    }

    private Recipient kept(ApiRequest request, Optional<EmailAddress> chosen, Set<NotificationKind> muted) {
        Member member = request.caller();
        if (chosen.isEmpty() || member.email().filter(chosen.get()::sameMailbox).isPresent()) {
            return recipients.prefer(member, chosen, muted);
        }
        EmailAddress address = chosen.get();
        Recipient known = recipients.of(member.workspace(), member.id()).with(member);
        if (known.trusts(address)) {
            return recipients.prefer(member, chosen, muted);
        }
        return (known.awaits(address, clock.instant())
                        ? recipients.mute(member, address, muted)
                        : Optional.<Recipient>empty())
                .orElseGet(() -> {
                    links.send(request, address, muted);
                    return recipients.of(member.workspace(), member.id());
                });
    }

    private static EmailAddress address(String text) {
        return EmailAddress.of(text)
                .orElseThrow(() -> Problem.badField("email", "\"email\" must be one address, such as ann@example.com")
                        .asException());
    }
}
