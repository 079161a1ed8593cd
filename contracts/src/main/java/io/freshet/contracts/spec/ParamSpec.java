package io.freshet.contracts.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a workflow. Values are kept as text and checked against the type.
 *
 * @param defaultValue null if every run must say it
 * @param allowed the only values there are; empty: any of the type
 */
public record ParamSpec(String name, Type type, @Nullable String defaultValue, List<String> allowed) {
    /** Characters of a value. */
    public static final int MAX_VALUE_LENGTH = 4_096;

    /** What a parameter's text must parse as. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        DATE;

        private static final Pattern NUMERAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

        /** Whether a text can be the value of a parameter of this type. */
        public boolean fits(String text) {
            return switch (this) {
                case STRING -> true;
                case INTEGER -> NUMERAL.matcher(text).matches() && isLong(text);
                case NUMBER -> NUMERAL.matcher(text).matches() && new BigDecimal(text).precision() > 0;
                case BOOLEAN -> text.equals("true") || text.equals("false");
                case DATE -> isDate(text);
            };
        }

        private static boolean isLong(String text) {
            return text.indexOf('.') < 0 && new BigInteger(text).bitLength() < Long.SIZE;
        }

        private static boolean isDate(String text) {
            try {
                return LocalDate.parse(text).toString().equals(text);
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    public ParamSpec {
        allowed = List.copyOf(allowed);
    }

    /** Whether a text is one of its values. */
    public boolean accepts(String text) {
        return text.length() <= MAX_VALUE_LENGTH && type.fits(text) && (allowed.isEmpty() || allowed.contains(text));
    }
}
