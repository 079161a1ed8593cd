/** What is remembered of a dataset, as ports. */
@NullMarked
package io.freshet.watcher.ledger;

import org.jspecify.annotations.NullMarked;
