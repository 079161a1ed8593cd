package io.freshet.language.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.cel.common.types.SimpleType;
import io.freshet.language.expression.CelExpression.Compiled;
import io.freshet.language.expression.CompiledExpressions.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledExpressionsTest {
    private final CompiledExpressions expressions = new CompiledExpressions();
    private final List<Source> compiled = new ArrayList<>();

    @Test
    void compiles_an_expression_once_for_the_same_variables() {
        Compiled first = get("a == 'x'", Map.of("a", Condition.Type.TEXT));

        assertSame(first, get("a == 'x'", Map.of("a", Condition.Type.TEXT)));
        get("a == 'x'", Map.of("a", Condition.Type.INTEGER));
        get("a == 'y'", Map.of("a", Condition.Type.TEXT));
        assertEquals(3, compiled.size());
    }

    @Test
    void forgets_what_was_asked_for_longest_ago() {
        get("kept", Map.of());
        for (int i = 0; i < 3 * CompiledExpressions.MOST; i++) {
            get("other " + i, Map.of());
            get("kept", Map.of());
        }

        assertEquals(CompiledExpressions.MOST, expressions.size());
        assertEquals(1 + 3 * CompiledExpressions.MOST, compiled.size());
    }

    private Compiled get(String expression, Map<String, Condition.Type> variables) {
        return expressions.get(new Source(expression, variables, SimpleType.BOOL), source -> {
            compiled.add(source);
            return new Compiled.Invalid(source.expression());
        });
    }
}
