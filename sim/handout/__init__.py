"""Pages whole in themselves: a handout to print, and a class's years side by side."""
