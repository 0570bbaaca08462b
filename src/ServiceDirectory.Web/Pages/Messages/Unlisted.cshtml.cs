using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Messages;

/// <summary>What happened at a place that is not listed. Only reviewers read it.</summary>
public sealed class UnlistedModel(PromiseBook promises, MessageService messages, PublicPosts posts, DirectorySecrets secrets, TimeProvider clock)
    : WhatHappenedModel(promises, messages, posts, secrets, clock)
{
    public override string Address => Links.Unlisted;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        Ask();
    }

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await SendAsync(Chosen(service: null), cancellationToken);
    }
}
