/** Events of upstream systems: CloudEvents 1.0 of any type, and those that announce an extract. Plain values; nothing here knows Kafka or HTTP. */
@NullMarked
package io.freshet.contracts.upstream;

import org.jspecify.annotations.NullMarked;
