package dev.patchbay.functions.agents;

import dev.patchbay.http.Problem;

/** Words of a caller that are shown in lists, in events and in the subjects of mails, so they must fit on a line. */
final class OneLine {
    private OneLine() {}

    /** @throws dev.patchbay.http.ProblemException 400 that names the field */
    static String checked(String field, String text, int longest) {
        if (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badField(field, "\"" + field + "\" must be one line of 1 to " + longest + " characters")
                    .asException();
        }
        return text;
    }
}
