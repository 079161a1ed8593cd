package io.freshet.language.expression;

/**
 * How many states a regular expression has when its repetitions are written out, estimated from its text before anything is made of it:
 * {@code ((a{1000}){1000}){1000}} is short and has a thousand million.
 */
final class PatternSize {
    private static final int MAX_DEPTH = 50;
    private static final int TOO_MANY = Integer.MAX_VALUE / 2;

    private final String pattern;
    private int at;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** The number of states; very many if it is too long or too deeply nested to be looked at. */
    static long of(String pattern) {
        return pattern.length() > EvaluationBudget.MAX_PATTERN_PROGRAM ? TOO_MANY : new PatternSize(pattern).group(0);
    }

    /** What comes up to the end of the group, or of the text. */
    private long group(int depth) {
        long sum = 1;
        long last = 0;
        while (at < pattern.length() && sum < TOO_MANY) {
            char c = pattern.charAt(at++);
            if (c == ')' && depth > 0) {
                break;
            } else if (c == '{' && last > 0) {
                long repeated = last * repetitions();
                sum += repeated;
                last += repeated;
            } else {
                last = atom(c, depth);
                sum += last;
            }
        }
        return Math.min(TOO_MANY, sum);
    }

    private long atom(char c, int depth) {
        switch (c) {
            case '(' -> {
                return depth == MAX_DEPTH ? TOO_MANY : group(depth + 1);
            }
            case '[' -> skipClass();
            case '\\' -> at++;
            default -> {
                // A character, or something that repeats the one before without end, which is one more state.
            }
        }
        return 1;
    }

    private void skipClass() {
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** The larger of the numbers in braces; 0 if there are none, for then the brace is a character. */
    private long repetitions() {
        long largest = 0;
        long number = 0;
        int i = at;
        for (; i < pattern.length() && pattern.charAt(i) != '}'; i++) {
            char c = pattern.charAt(i);
            if (c == ',') {
                number = 0;
            } else if (c >= '0' && c <= '9' && number < TOO_MANY) {
                number = number * 10 + (c - '0');
                largest = Math.max(largest, number);
            } else {
                return 0;
            }
        }
        at = Math.min(pattern.length(), i + 1);
        return Math.min(largest, 1_000_000);
    }
}
