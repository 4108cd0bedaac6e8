package dev.patchbay.functions.notifications;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import java.util.Optional;

/** {@code POST /api/notifications/{id}/read}: the caller has read this one. Two requests. */
final class MarkRead implements ApiEndpoint {
    private final NotificationStore notifications;
    private final ReadMarks marks;

    MarkRead(NotificationStore notifications, ReadMarks marks) {
        this.notifications = notifications;
        this.marks = marks;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.caller();
        Notification notification = Optional.of(request.path("id"))
                .filter(NotificationId::matches)
                .flatMap(id -> notifications.find(member.workspace(), new NotificationId(id)))
                .orElseThrow(() -> Problem.notFound("notification").asException());
        marks.read(member, notification);
        return ApiResponse.json(200, NotificationAnswer.of(notification, true));
    }
}
