package dev.stampede.output.cloud.delivery;

import dev.stampede.output.cloud.api.ApiRequest;

/**
 * Metrics on their way to the service, as they travel.
 *
 * @param post the request; the same for every attempt
 * @param series how many series are in it
 * @param samples how many samples they stand for
 */
public record Batch(ApiRequest post, int series, long samples) {}
