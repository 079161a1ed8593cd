/** What a workflow says: its tasks, datasets, inputs, outputs and policies, as values. Read from YAML by {@code io.freshet.language}, carried in events. */
@NullMarked
package io.freshet.contracts.spec;

import org.jspecify.annotations.NullMarked;
