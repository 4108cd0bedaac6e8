package dev.patchbay.functions.notifications;

import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.PageQuery;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /api/notifications?unread=true&limit=&next=}: the workspace's notifications, the newest first, each with whether the
 * caller has read it. Two requests, however long the history is: the caller's mark and at most a hundred notifications. The first page
 * includes the number of unread ones among the newest hundred.
 */
final class ListNotifications implements ApiEndpoint {
    private static final int LOOKED_AT = 100;

    private final NotificationStore notifications;
    private final ReadMarks marks;

    ListNotifications(NotificationStore notifications, ReadMarks marks) {
        this.notifications = notifications;
        this.marks = marks;
    }

    private record Answer(List<NotificationAnswer> notifications, Optional<Integer> unread, Optional<String> next) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.caller();
        boolean onlyUnread = flag(request);
        PageQuery query = PageQuery.of(request);
        Optional<Cursor> cursor = query.after(Cursor::of);
        ReadMark mark = marks.of(member);
        NotificationStore.Page page = notifications.newest(member.workspace(), LOOKED_AT, cursor);
        List<Notification> unread = page.notifications().stream()
                .filter(notification -> !mark.covers(notification))
                .toList();
        List<Notification> wanted = onlyUnread ? unread : page.notifications();
        List<Notification> shown = wanted.stream().limit(query.limit()).toList();
        return ApiResponse.json(
                200,
                new Answer(
                        shown.stream()
                                .map(notification -> NotificationAnswer.of(notification, mark.covers(notification)))
                                .toList(),
                        cursor.isPresent() ? Optional.empty() : Optional.of(unread.size()),
                        next(page, wanted, shown)));
    }

    private static Optional<String> next(
            NotificationStore.Page page, List<Notification> wanted, List<Notification> shown) {
        if (shown.size() < wanted.size()) {
            return Optional.of(PageQuery.next(Cursor.after(shown.getLast()).toText()));
        }
        return page.more()
                ? Optional.of(PageQuery.next(
                        Cursor.after(page.notifications().getLast()).toText()))
                : Optional.empty();
    }

    private static boolean flag(ApiRequest request) {
        String unread = request.query("unread").orElse("false");
        return switch (unread) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.badField("unread", "\"unread\" must be true or false")
                        .asException();
        };
    }
}
