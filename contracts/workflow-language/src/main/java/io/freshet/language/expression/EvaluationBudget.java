package io.freshet.language.expression;

import com.google.protobuf.ByteString;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What one evaluation may use up. The library bounds the steps of macros and nothing else: a text can double with each of them. So every
 * value is weighed when it is made, and every call before it is made, by the weight of its operands; a list that holds another twice
 * weighs it twice, whatever it takes in memory, for comparing it takes as long. For one evaluation and one thread.
 */
final class EvaluationBudget implements CelEvaluationListener {
    /** Characters, bytes and elements, nested ones included, of one value that is made. */
    static final int MAX_WEIGHT = 256 * 1024;

    /** The same of all values that are made. */
    static final long MAX_TOTAL_WEIGHT = 4L * 1024 * 1024;

    /** What all calls may cost: about as many comparisons of a character or an element. */
    static final long MAX_COST = 5_000_000;

    /** Characters of a pattern, and states of it with its repetitions written out; each may look at every character of a text. */
    static final int MAX_PATTERN_PROGRAM = 2_000;

    private final CallCosts costs;
    private final Map<Long, Long> weights = new HashMap<>();
    private final IdentityHashMap<Object, Long> known = new IdentityHashMap<>();
    private long total;
    private long cost;

    EvaluationBudget(CallCosts costs) {
        this.costs = costs;
    }

    /** The evaluation is given up. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message);
        }
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        long id = expression.id();
        if (costs.isAccumulating(id)) {
            weights.put(id, 1L);
        } else {
            long weight = weigh(value);
            weights.put(id, weight);
            if (isMade(expression)) {
                made(weight);
            }
        }
        CallCosts.Call call = costs.callAfter(id);
        if (call != null) {
            charge(call, value);
        }
    }

    private static boolean isMade(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CALL, LIST, MAP, STRUCT, COMPREHENSION -> true;
            case NOT_SET, CONSTANT, IDENT, SELECT -> false;
        };
    }

    private void made(long weight) {
        total += weight;
        if (weight > MAX_WEIGHT || total > MAX_TOTAL_WEIGHT) {
            throw tooLarge();
        }
    }

    private static Exceeded tooLarge() {
        return new Exceeded("it makes a text or a list of more than %,d characters or elements, or more than %,d in all"
                .formatted(MAX_WEIGHT, MAX_TOTAL_WEIGHT));
    }

    private void charge(CallCosts.Call call, Object last) {
        long sum = 0;
        long product = 1;
        for (long operand : call.operands()) {
            long weight = weights.getOrDefault(operand, 1L);
            sum += weight;
            product = Math.min(MAX_COST + 1, product * Math.max(1, weight));
        }
        cost += switch (call.growth()) {
            case LINEAR -> sum;
            case PRODUCT -> product;
            case PATTERN -> sum * states(last);
        };
        if (cost > MAX_COST) {
            throw new Exceeded(
                    "it takes too long: its calls look at more than %,d characters or elements".formatted(MAX_COST));
        }
    }

    private static long states(Object pattern) {
        long states = pattern instanceof String text ? PatternSize.of(text) : 1;
        if (states > MAX_PATTERN_PROGRAM) {
            throw new Exceeded("a pattern is longer, or has more states with its repetitions written out, than %,d"
                    .formatted(MAX_PATTERN_PROGRAM));
        }
        return states;
    }

    private long weigh(Object value) {
        return switch (value) {
            case CharSequence text -> text.length() + 1L;
            case CelByteString bytes -> bytes.size() + 1L;
            case ByteString bytes -> bytes.size() + 1L;
            case Collection<?> list -> weighed(list, list);
            case Map<?, ?> map -> {
                Long before = known.get(map);
                yield before != null ? before : remember(map, add(sum(map.keySet()), sum(map.values())) + 1);
            }
            default -> 1;
        };
    }

    private long weighed(Object identity, Collection<?> elements) {
        Long before = known.get(identity);
        return before != null ? before : remember(identity, sum(elements) + 1);
    }

    private long sum(Collection<?> elements) {
        long sum = 0;
        for (Object element : elements) {
            sum = add(sum, weigh(element));
        }
        return sum;
    }

    private long remember(Object identity, long weight) {
        known.put(identity, weight);
        return weight;
    }

    /** Without an overflow: more than this is too much in any case. */
    private static long add(long one, long other) {
        return Math.min(Long.MAX_VALUE / 4, one + other);
    }
}
