package io.freshet.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves the parameters of {@link WithPostgres}; the store closes a database when its test, or class, ends. */
final class PostgresParameters implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresParameters.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestPostgres.class || type == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == TestPostgres.class) {
            return TestPostgres.shared();
        }
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        TestDatabase.class, key -> TestPostgres.shared().newDatabase(), TestDatabase.class);
    }
}
