package io.freshet.language.bundle;

import io.freshet.contracts.data.Manifest;
import io.freshet.language.ParseResult;
import io.freshet.language.grammar.SpecError;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What looking into a bundle gave. */
public sealed interface DeployableBundle {
    /**
     * Everything that the specification names is there.
     *
     * @param workflow what the file says, with the days that the files of deadlines' calendars have
     * @param code per task, the manifest of its code files, with paths relative to the bundle
     * @param calendars the days in the files of calendars, by path
     * @param warnings what may not be meant or has no effect, sorted by position; none of it keeps the bundle from being deployed
     */
    record Valid(
            Bundle bundle,
            ParseResult.Parsed workflow,
            Map<String, Manifest> code,
            Map<String, List<LocalDate>> calendars,
            List<SpecError> warnings)
            implements DeployableBundle {
        public Valid {
            calendars = Map.copyOf(calendars);
            warnings = warnings.stream().sorted().distinct().toList();
            code = Collections.unmodifiableMap(new LinkedHashMap<>(code));
        }
    }

    /**
     * It cannot be deployed.
     *
     * @param errors all of them, at least one, sorted by position
     * @param workflow what the file says, so that whoever knows more can add to the errors; null if it cannot be read
     */
    record Invalid(List<SpecError> errors, ParseResult.@Nullable Parsed workflow) implements DeployableBundle {
        public Invalid {
            errors = errors.stream().sorted().distinct().toList();
        }
    }

    /**
     * Whether the bundle can be deployed as far as it alone says; what is refused here is all that {@code validate} refuses.
     *
     * <p>Parses the workflow file and finds the code files of each task: what {@code run.code} names, and every file of the bundle that is
     * a word of the task's command or fallback command.
     *
     * @throws IOException if the workflow file cannot be read
     */
    static DeployableBundle of(Bundle bundle) throws IOException {
        return new BundleCheck(bundle).check();
    }
}
