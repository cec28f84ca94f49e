"""The corridor: the stages in order, one verb a file. ``cli``, ``flows`` and ``web`` call these.

::

    sources.fetch | intake.launches | log.append              ingest
    files | intake.{tools,reviews,votes} | log.append         import_*
    log | projections.catch_up                                project
    projections | issue.selection | log.append                select
    projections | issue.freeze | email.render | log.append    freeze
    an editor | log.append                                    approve
    outbox rows for the audience at one position              deliver, first half
    claim | splice | transport | settle and claim             deliver, second half (kill it anywhere)

``weekly`` runs them one after the other and repeats nothing that the log says is done.
"""
