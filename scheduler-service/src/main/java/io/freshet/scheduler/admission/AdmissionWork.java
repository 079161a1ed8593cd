package io.freshet.scheduler.admission;

import io.freshet.servicekit.decision.UnitOfWork;

/** One decision of admission; {@link #emit} throws {@link BoundExceededException}. */
public interface AdmissionWork extends UnitOfWork {
    /** The tables whose rows are held back. */
    AdmissionTables tables();

    /** How many bytes of rows were read and written since the last end: what the decision has in memory. */
    long bytes();
}
