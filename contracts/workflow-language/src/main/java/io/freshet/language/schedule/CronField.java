package io.freshet.language.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A field of a cron expression: its name, and what may stand in it. Numbers have one or two digits; the library knows their ranges. */
enum CronField {
    SECOND("second", Forms.NUMBER, "", "0 to 59"),
    MINUTE("minute", Forms.NUMBER, "", "0 to 59"),
    HOUR("hour", Forms.NUMBER, "", "0 to 23"),
    DAY_OF_MONTH(
            "day of month",
            Forms.NUMBER,
            "|L(-([1-9]|[12][0-9]|30))?|LW|" + Forms.NUMBER + "W",
            "1 to 31, L (the last), L-3, LW or 15W"),
    MONTH("month", "(" + Forms.NUMBER + "|" + Forms.MONTHS + ")", "", "1 to 12, or JAN to DEC"),
    DAY_OF_WEEK(
            "day of week",
            "([0-7]|" + Forms.DAYS + ")",
            "|([0-7]|" + Forms.DAYS + ")(L|#[1-5])",
            "0 to 7 (0 and 7 are Sunday), SUN to SAT, 5L (the last Friday) or FRI#2 (the second)");

    private static final List<CronField> SIX = List.of(values());

    final String title;
    private final String values;
    private final Pattern pattern;

    CronField(String title, String value, String special, String values) {
        this.title = title;
        this.values = values;
        String step = "(/(?!0)" + Forms.NUMBER + ")?";
        this.pattern = Pattern.compile("\\*%s|%s(-%s)?%s%s".formatted(step, value, value, step, special));
    }

    /** The fields of an expression of that many, 5 or 6, in their order. */
    static List<CronField> of(int count) {
        return SIX.subList(SIX.size() - count, SIX.size());
    }

    /** Whether the text has a form that this field knows; its numbers may still be out of range. */
    boolean hasForm(String text) {
        return Arrays.stream(text.split(",", -1))
                .allMatch(item -> pattern.matcher(item).matches());
    }

    String allowed() {
        return "write %s, or * for each, with lists (1,3), ranges (1-5) and steps (*/15)".formatted(values);
    }

    private static final class Forms {
        static final String NUMBER = "[0-9]{1,2}";
        static final String MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
        static final String DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT";
    }
}
