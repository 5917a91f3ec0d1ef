/**
 * Figures in the text that Prometheus and everything like it reads. Pure: values in, text out. Knows nothing of what is
 * counted. Uses nothing else of the house.
 */
@NullMarked
package io.goalstated.prometheus;

import org.jspecify.annotations.NullMarked;
