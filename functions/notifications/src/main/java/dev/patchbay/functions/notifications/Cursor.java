package dev.patchbay.functions.notifications;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page of the list ended: at this notification. */
record Cursor(Instant at, NotificationId id) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\.(note_[0-9a-f]{32})");

    static Cursor after(Notification last) {
        return new Cursor(last.at(), last.id());
    }

    /** The cursor that a text is; empty if it is none of ours. */
    static Optional<Cursor> of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new Cursor(
                        Instant.ofEpochMilli(Long.parseLong(form.group(1))), new NotificationId(form.group(2))))
                : Optional.empty();
    }

    String toText() {
        return at.toEpochMilli() + "." + id.value();
    }
}
