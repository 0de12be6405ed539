"""What meetings can be about: the topics a jobbtorg chooses among, and the words for those that were chosen."""

from meetings.topics.offered import MOST_SHOWN, topics_offered
from meetings.topics.words import topics_in_words

__all__ = ["MOST_SHOWN", "topics_in_words", "topics_offered"]
