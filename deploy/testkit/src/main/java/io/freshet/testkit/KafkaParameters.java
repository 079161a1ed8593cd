package io.freshet.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves the parameters of {@link WithKafka}. */
final class KafkaParameters implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(KafkaParameters.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestKafka.class || type == TestTopics.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == TestKafka.class) {
            return TestKafka.shared();
        }
        return context.getStore(NAMESPACE)
                .computeIfAbsent(TestTopics.class, key -> TestKafka.shared().topics(), TestTopics.class);
    }
}
