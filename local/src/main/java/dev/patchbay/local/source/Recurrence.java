package dev.patchbay.local.source;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a schedule runs: EventBridge's {@code rate(…)} and {@code cron(…)} expressions, in UTC. */
sealed interface Recurrence {
    /** The first time after this one. */
    ZonedDateTime after(ZonedDateTime time);

    /** Reads an expression; one that is not understood is an {@link IllegalArgumentException} that quotes it. */
    static Recurrence parse(String expression) {
        Matcher rate = Rate.FORM.matcher(expression);
        if (rate.matches()) {
            return Rate.of(Long.parseLong(rate.group(1)), rate.group(2));
        }
        if (expression.startsWith("cron(") && expression.endsWith(")")) {
            return Cron.of(expression);
        }
        throw new IllegalArgumentException(
                "\"" + expression + "\" is not a schedule; use rate(10 minutes) or cron(0 6 * * ? *).");
    }

    /** Every so often. */
    record Rate(Duration every) implements Recurrence {
        private static final Pattern FORM = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

        static Rate of(long count, String unit) {
            return new Rate(
                    switch (unit) {
                        case "minute" -> Duration.ofMinutes(count);
                        case "hour" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }

        @Override
        public ZonedDateTime after(ZonedDateTime time) {
            return time.plus(every);
        }
    }

    /** At the minutes that match all fields; the day matches by month or by week, whichever is given. Years are not looked at. */
    record Cron(Set<Integer> minutes, Set<Integer> hours, Set<Integer> days, Set<Integer> months, Set<Integer> weekdays)
            implements Recurrence {
        private static final List<String> MONTHS =
                List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
        private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

        static Cron of(String expression) {
            String[] fields = expression.substring(5, expression.length() - 1).split(" ", -1);
            if (fields.length != 6 || !fields[5].equals("*")) {
                throw new IllegalArgumentException(
                        "\"" + expression + "\" must have six fields, the last of them *, to run locally.");
            }
            return new Cron(
                    values(fields[0], 0, 59, List.of()),
                    values(fields[1], 0, 23, List.of()),
                    values(fields[2], 1, 31, List.of()),
                    values(fields[3], 1, 12, MONTHS),
                    values(fields[4], 1, 7, WEEKDAYS));
        }

        private static Set<Integer> values(String field, int least, int most, List<String> names) {
            Set<Integer> values = new TreeSet<>();
            for (String part : field.split(",", -1)) {
                String[] step = part.split("/", 2);
                String[] range = step[0].split("-", 2);
                boolean all = range[0].equals("*") || range[0].equals("?");
                int from = all ? least : number(range[0], least, names);
                boolean open = all || (step.length == 2 && range.length == 1);
                int to = open ? most : number(range[range.length - 1], least, names);
                for (int value = from; value <= to; value += step.length == 2 ? Integer.parseInt(step[1]) : 1) {
                    values.add(value);
                }
            }
            return values;
        }

        private static int number(String text, int least, List<String> names) {
            int name = names.indexOf(text.toUpperCase(Locale.ROOT));
            return name >= 0 ? name + least : Integer.parseInt(text);
        }

        @Override
        public ZonedDateTime after(ZonedDateTime time) {
            ZonedDateTime next = time.plusMinutes(1).withSecond(0).withNano(0);
            // Some day of the next five years matches, 29 February included.
            ZonedDateTime end = time.plusYears(5);
            while (next.isBefore(end)) {
                if (!matchesDay(next)) {
                    next = next.plusDays(1).withHour(0).withMinute(0);
                } else if (!hours.contains(next.getHour())) {
                    next = next.plusHours(1).withMinute(0);
                } else if (!minutes.contains(next.getMinute())) {
                    next = next.plusMinutes(1);
                } else {
                    return next;
                }
            }
            throw new IllegalStateException("The schedule never comes.");
        }

        private boolean matchesDay(ZonedDateTime time) {
            // Sunday is 1 here and 7 there.
            int weekday = time.getDayOfWeek().getValue() % 7 + 1;
            return months.contains(time.getMonthValue())
                    && days.contains(time.getDayOfMonth())
                    && weekdays.contains(weekday);
        }
    }
}
