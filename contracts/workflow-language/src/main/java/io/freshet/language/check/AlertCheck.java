package io.freshet.language.check;

import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.List;
import java.util.regex.Pattern;

/** Alerts have names of their own, are about something, and go to addresses that can be ones. */
public final class AlertCheck implements SpecCheck {
    static final int MAX_ALERTS = 20;
    static final int MAX_ADDRESSES = 20;

    /** Nothing that could end an address and begin something else: no spaces, quotes, lists or line breaks. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,8}");

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        new NamedItems("spec.alerts", "alerts", MAX_ALERTS)
                .check(spec.alerts(), AlertSpec::name, errors, (alert, path) -> check(alert, path, errors));
    }

    private static void check(AlertSpec alert, String path, SpecErrors errors) {
        if (alert.on().equals(List.of(AlertSpec.Condition.RECOVERED))) {
            errors.at(
                    path + ".on",
                    SpecErrorCode.BAD_VALUE,
                    "nothing can recover of which there was no alert",
                    "add what it is about, such as failed or late");
        }
        AlertSpec.QuietHours quiet = alert.quietHours();
        if (quiet != null && quiet.from().equals(quiet.to())) {
            errors.at(
                    path + ".quietHours",
                    SpecErrorCode.BAD_VALUE,
                    "quiet hours that end when they begin never end",
                    "write another time, or leave quietHours out");
        }
        if (alert.channel() instanceof AlertSpec.Email email) {
            checkAddresses(email, path + ".email.to", errors);
        }
    }

    private static void checkAddresses(AlertSpec.Email email, String path, SpecErrors errors) {
        for (int i = 0; i < email.to().size(); i++) {
            if (!ADDRESS.matcher(email.to().get(i)).matches()) {
                errors.at(
                        "%s[%d]".formatted(path, i),
                        SpecErrorCode.BAD_VALUE,
                        "'%s' is no address".formatted(email.to().get(i)),
                        "write it as name@example.org");
            }
        }
        if (email.to().size() > MAX_ADDRESSES) {
            errors.at(
                    path,
                    SpecErrorCode.TOO_LARGE,
                    "there are %,d addresses, and at most %,d may be"
                            .formatted(email.to().size(), MAX_ADDRESSES),
                    "use the address of a list");
        }
    }
}
