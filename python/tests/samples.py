"""Documents that several tests clean."""

#: A line that every operating point keeps.
LINE = (
    "It rained for three days, and on the fourth the river left its bed and took the old bridge"
    " with it.\n"
)

#: A page with a title, an author and a link.
PAGE = (
    "<title>Rain</title><meta name=author content='Jane Doe'><h1>Rain</h1><p>It rained for three"
    " days, and on the fourth the <a href=/river>river</a> left its bed and took the old bridge"
    " with it.</p><p>Nobody was hurt, said the mayor of the town, but the road will stay closed"
    " until the spring.</p>"
)
