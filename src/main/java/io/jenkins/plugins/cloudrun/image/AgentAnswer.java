package io.jenkins.plugins.cloudrun.image;

import java.io.Serializable;

/** What an agent gives back when it was asked for an image. */
public sealed interface AgentAnswer extends Serializable permits ImageAnswer, HandOver, Stopped {}
