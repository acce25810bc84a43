package dev.daypack.wrong.state;

import software.amazon.awssdk.regions.Region;

/** Wrong on purpose: AWS outside store. */
record KnowsAws(Region region) {}
