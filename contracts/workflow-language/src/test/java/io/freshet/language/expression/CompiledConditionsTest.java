package io.freshet.language.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.freshet.language.expression.CompiledConditions.Source;
import io.freshet.language.expression.Condition.Compiled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledConditionsTest {
    private final CompiledConditions conditions = new CompiledConditions();
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
        for (int i = 0; i < 3 * CompiledConditions.MOST; i++) {
            get("other " + i, Map.of());
            get("kept", Map.of());
        }

        assertEquals(CompiledConditions.MOST, conditions.size());
        assertEquals(1 + 3 * CompiledConditions.MOST, compiled.size());
    }

    private Compiled get(String expression, Map<String, Condition.Type> variables) {
        return conditions.get(new Source(expression, variables), source -> {
            compiled.add(source);
            return new Compiled.Invalid(source.expression());
        });
    }
}
