package io.freshet.audit.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database whose connection breaks at random when a transaction commits: before it is done, or after, which the one who commits
 * cannot tell apart. So ends a transaction whose process is killed.
 */
final class FlakyDatabase {
    private final DataSource real;
    private final Random random;
    private final AtomicInteger broken = new AtomicInteger();

    FlakyDatabase(DataSource real, long seed) {
        this.real = real;
        this.random = new Random(seed);
    }

    int broken() {
        return broken.get();
    }

    DataSource source() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = invoke(real, method, arguments);
            return result instanceof Connection connection ? flaky(connection) : result;
        });
    }

    private Connection flaky(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            if (!method.getName().equals("commit")) {
                return invoke(connection, method, arguments);
            }
            int fate;
            synchronized (random) {
                fate = random.nextInt(5);
            }
            if (fate == 0) {
                throw broken("before the commit");
            }
            invoke(connection, method, arguments);
            if (fate == 1) {
                throw broken("after the commit");
            }
            return null;
        });
    }

    private SQLException broken(String when) {
        broken.incrementAndGet();
        return new SQLException("the connection broke " + when, "08006");
    }

    @FunctionalInterface
    private interface Call {
        Object make(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.make(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
