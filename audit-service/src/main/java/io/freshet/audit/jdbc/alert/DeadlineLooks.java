package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Deadline;
import io.freshet.audit.alert.Expectation;
import io.freshet.contracts.error.LogCode;
import io.freshet.servicekit.failure.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether what is due has arrived, and says what was missed. */
final class DeadlineLooks {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineLooks.class);

    /** Expectations of one step. */
    private static final int MOST = 100;

    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final Expectations expectations;
    private final Occurrences occurrences;

    DeadlineLooks(Expectations expectations, Occurrences occurrences) {
        this.expectations = expectations;
        this.occurrences = occurrences;
    }

    /** Looks at some; how many. */
    int step(Connection connection, Deadline.Look look) throws SQLException {
        List<Expectations.ToLookAt> due = expectations.toLookAt(connection, look.now(), MOST);
        for (Expectations.ToLookAt one : due) {
            lookApart(connection, one, look);
        }
        return due.size();
    }

    /** One that cannot be looked at, because what it says is not understood any more, holds up no other. */
    private void lookApart(Connection connection, Expectations.ToLookAt one, Deadline.Look look) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            lookAt(connection, one, look);
            connection.releaseSavepoint(before);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            connection.rollback(before);
            Deadline deadline = one.deadline();
            expectations.postpone(
                    connection, deadline, one.expectation().due(), look.now().plus(AGAIN_AFTER));
            LOG.atError()
                    .addKeyValue("namespace", deadline.workflow().namespace())
                    .addKeyValue("workflow", deadline.workflow().workflow())
                    .addKeyValue("deadline", deadline.spec().name())
                    .addKeyValue("errorCode", LogCode.DEADLINE_FAILED)
                    .setCause(e)
                    .log("A deadline cannot be looked at and is tried again in a while");
        }
    }

    private void lookAt(Connection connection, Expectations.ToLookAt one, Deadline.Look look) throws SQLException {
        Deadline deadline = one.deadline();
        Expectation before = one.expectation();
        boolean hasLater = expectations.hasLater(connection, deadline, before.due());
        Deadline.Step step = deadline.step(before, look, new JdbcArrivals(connection), hasLater);
        if (step.moved()) {
            expectations.forget(connection, deadline, before.due());
        }
        for (Expectation kept : step.kept()) {
            expectations.save(connection, deadline, kept, look.now());
        }
        if (step.missed()) {
            occurrences.add(connection, deadline.missed(step.kept().getFirst()));
        }
    }
}
