package io.freshet.language.expression;

import dev.cel.common.types.CelType;
import io.freshet.language.expression.CelExpression.Compiled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was compiled lately, so that an expression which is read again, as it is for every run with parameters of its own, costs nothing. Holds
 * at most {@value #MOST}; the one that was asked for longest ago goes first. Thread-safe.
 */
final class CompiledExpressions {
    /** An expression has at most 4,000 characters, so that all of them take some megabytes at the most. */
    static final int MOST = 200;

    /**
     * An expression, and what it may speak of.
     *
     * @param variables by name
     * @param result what its value must be
     */
    record Source(String expression, Map<String, Condition.Type> variables, CelType result) {
        Source {
            variables = Map.copyOf(variables);
        }
    }

    private final Map<Source, Compiled> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Compiled> eldest) {
            return size() > MOST;
        }
    };

    /** What the source is compiled to, by the compiler if it is not known. */
    Compiled get(Source source, Function<Source, Compiled> compiler) {
        synchronized (compiled) {
            Compiled known = compiled.get(source);
            if (known != null) {
                return known;
            }
        }
        Compiled made = compiler.apply(source);
        synchronized (compiled) {
            compiled.put(source, made);
        }
        return made;
    }

    int size() {
        synchronized (compiled) {
            return compiled.size();
        }
    }
}
