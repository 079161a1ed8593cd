/** What a decision needs of those who keep and send what it makes. Pure: domains may import it. */
@NullMarked
package io.freshet.servicekit.decision;

import org.jspecify.annotations.NullMarked;
