/** The storage root as a contract: content hashes, manifests, and where each of them lies on disk. */
@NullMarked
package io.freshet.contracts.data;

import org.jspecify.annotations.NullMarked;
