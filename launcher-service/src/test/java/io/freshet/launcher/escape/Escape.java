package io.freshet.launcher.escape;

import io.freshet.contracts.spec.RunAsSpec;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a task tries to get out, in the words of a shell, because that is on every machine. Finds {@code SECRET} (a file that
 * only the launcher may read), {@code OUTSIDE} (the launcher's directory), {@code SCRATCH} (anybody's), {@code MARK} (what its processes
 * sleep for, so that they are found), {@code LAUNCHER} (its process) and {@code OTHER} (another attempt's working directory). Whoever sees
 * that it got out says {@code ESCAPED}; what it does in silence is found by {@link Damage}.
 *
 * @param who which promise it breaks
 * @param env the variables of the task
 * @param says what the failure has to name; null: anything goes that is no escape
 */
record Escape(
        String name,
        Promise who,
        String script,
        Map<String, String> env,
        @Nullable RunAsSpec runAs,
        @Nullable Duration timeout,
        @Nullable String says) {
    /** To whom we promise. */
    enum Promise {
        /** Also where tasks run as the launcher's own user. */
        EVERYBODY,
        /** Where tasks run as the launcher's own user only with PID namespaces. */
        NAMESPACE,
        /** Only where the task is another user than the launcher: what one user has no other process of that user is kept from. */
        OTHER_USER
    }

    static Escape of(String name, Promise who, String script) {
        return new Escape(name, who, script, Map.of(), null, null, null);
    }

    Escape with(Map<String, String> variables) {
        return new Escape(name, who, script, variables, runAs, timeout, says);
    }

    Escape within(Duration limit) {
        return new Escape(name, who, script, env, runAs, limit, says);
    }

    /** It fails, and the message has this. */
    Escape saying(String text) {
        return new Escape(name, who, script, env, runAs, timeout, text);
    }

    @Override
    public String toString() {
        return name;
    }
}
