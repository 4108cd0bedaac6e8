package dev.patchbay.local.simulator.provider.google;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The scopes that the simulator knows, and those that Google knows by two names. */
final class GoogleScopes {

    static final String EMAIL = "https://www.googleapis.com/auth/userinfo.email";
    static final String PROFILE = "https://www.googleapis.com/auth/userinfo.profile";
    static final String OPENID = "openid";
    static final String MAIL = "https://mail.google.com/";
    static final String AUTH = "https://www.googleapis.com/auth/";

    /** Granted without a tick of their own. */
    static final Set<String> SIGN_IN = Set.of(OPENID, EMAIL, PROFILE);

    static final Map<String, String> KNOWN = known();

    private GoogleScopes() {}

    /** {@code email} and {@code profile} come back by their long names. */
    static Set<String> canonical(Set<String> scopes) {
        Set<String> canonical = new LinkedHashSet<>();
        for (String scope : scopes) {
            canonical.add(
                    switch (scope) {
                        case "email" -> EMAIL;
                        case "profile" -> PROFILE;
                        default -> scope;
                    });
        }
        return canonical;
    }

    private static Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        known.put(OPENID, "Know who you are on Google");
        known.put(EMAIL, "See your email address");
        known.put(PROFILE, "See your name and picture");
        known.put(MAIL, "Read, write, send and delete all your email");
        known.put(AUTH + "gmail.send", "Send email on your behalf");
        known.put(AUTH + "gmail.readonly", "Read your email");
        known.put(AUTH + "gmail.compose", "Manage drafts and send email");
        known.put(AUTH + "gmail.modify", "Read, write and send email");
        known.put(AUTH + "gmail.metadata", "See the headers of your email");
        known.put(AUTH + "gmail.labels", "See and edit your email labels");
        known.put(AUTH + "calendar", "See, edit and delete all your calendars");
        known.put(AUTH + "calendar.readonly", "See all your calendars");
        known.put(AUTH + "calendar.events", "See and edit events on all your calendars");
        known.put(AUTH + "calendar.events.readonly", "See events on all your calendars");
        known.put(AUTH + "calendar.events.owned", "See and edit events on calendars you own");
        known.put(AUTH + "calendar.freebusy", "See when you are free");
        known.put(AUTH + "calendar.calendarlist.readonly", "See the list of your calendars");
        known.put(AUTH + "spreadsheets", "See, edit and delete all your spreadsheets");
        known.put(AUTH + "spreadsheets.readonly", "See all your spreadsheets");
        known.put(AUTH + "contacts", "See, edit and delete your contacts");
        known.put(AUTH + "contacts.readonly", "See your contacts");
        known.put(AUTH + "tasks", "Create, edit and delete your tasks");
        known.put(AUTH + "tasks.readonly", "See your tasks");
        known.put(AUTH + "drive", "See, edit and delete all your files");
        known.put(AUTH + "drive.file", "See and edit the files that you use with this app");
        known.put(AUTH + "drive.readonly", "See all your files");
        known.put(AUTH + "drive.metadata.readonly", "See the names of all your files");
        return Map.copyOf(known);
    }
}
