package io.freshet.standalone;

import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * One of the services, as its supervisor sees it.
 *
 * @param name in the log
 * @param starter starts it with this port for HTTP, -1 for a free one
 * @param port where a running one answers
 * @param alive whether a running one goes on by itself; if not, only a restart helps
 */
record ServiceKind<S extends AutoCloseable>(
        String name, IntFunction<S> starter, ToIntFunction<S> port, Predicate<S> alive) {}
