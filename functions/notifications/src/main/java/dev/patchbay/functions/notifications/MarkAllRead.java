package dev.patchbay.functions.notifications;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.time.Instant;

/** {@code POST /api/notifications/read}: the caller has read all there is. Two requests. */
final class MarkAllRead implements ApiEndpoint {
    private final NotificationStore notifications;
    private final ReadMarks marks;
    private final Clock clock;

    MarkAllRead(NotificationStore notifications, ReadMarks marks, Clock clock) {
        this.notifications = notifications;
        this.marks = marks;
        this.clock = clock;
    }

    private record Answer(int unread) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.caller();
        Instant recent = clock.instant().minus(ReadMarks.RECENT);
        marks.readAll(member, recent, notifications.since(member.workspace(), recent));
        return ApiResponse.json(200, new Answer(0));
    }
}
