package io.freshet.language.schedule;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Days on which a schedule fires. Immutable and thread-safe.
 *
 * @param skip never on these
 * @param only on no days but these; null: on all that are not skipped
 */
public record DateCalendar(
        NavigableSet<LocalDate> skip, @Nullable NavigableSet<LocalDate> only) {
    public DateCalendar {
        skip = Collections.unmodifiableNavigableSet(skip);
        only = only == null ? null : Collections.unmodifiableNavigableSet(only);
    }

    public static DateCalendar of(Collection<LocalDate> skip, @Nullable Collection<LocalDate> only) {
        return new DateCalendar(new TreeSet<>(skip), only == null ? null : new TreeSet<>(only));
    }

    boolean includes(LocalDate date) {
        return !skip.contains(date) && (only == null || only.contains(date));
    }

    /** The first day after one that may be among them; empty if there is none. */
    Optional<LocalDate> after(LocalDate date) {
        return Optional.ofNullable(only == null ? date.plusDays(1) : only.higher(date));
    }

    /** The last day before one that may be among them; empty if there is none. */
    Optional<LocalDate> before(LocalDate date) {
        return Optional.ofNullable(only == null ? date.minusDays(1) : only.lower(date));
    }
}
