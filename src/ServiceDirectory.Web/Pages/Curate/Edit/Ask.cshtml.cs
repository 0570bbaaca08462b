using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>What they ask and tell, and what happens: texts only.</summary>
public sealed class AskModel(DraftService drafts) : SectionModel(drafts)
{
    /// <summary>In the order of the page. A field is called as in the description.</summary>
    private static readonly (string Name, Func<ListingContent, Text?> Of, Func<ListingContent, Text?, ListingContent> With)[] s_texts =
    [
        ("whatTheyAsk", c => c.WhatTheyAsk, (c, t) => c with { WhatTheyAsk = t }),
        ("whatToSay", c => c.WhatToSay, (c, t) => c with { WhatToSay = t }),
        ("whatYouCanChoose", c => c.WhatYouCanChoose, (c, t) => c with { WhatYouCanChoose = t }),
        ("whatHappens", c => c.WhatHappens, (c, t) => c with { WhatHappens = t }),
        ("howTheyContactYou", c => c.HowTheyContactYou, (c, t) => c with { HowTheyContactYou = t }),
        ("sharing.police", c => c.Sharing.Police, (c, t) => c with { Sharing = c.Sharing with { Police = t } }),
        ("sharing.immigration", c => c.Sharing.Immigration, (c, t) => c with { Sharing = c.Sharing with { Immigration = t } }),
        ("sharing.socialServices", c => c.Sharing.SocialServices, (c, t) => c with { Sharing = c.Sharing with { SocialServices = t } }),
        ("sharing.employers", c => c.Sharing.Employers, (c, t) => c with { Sharing = c.Sharing with { Employers = t } }),
        ("whoCanUse", c => c.WhoCanUse, (c, t) => c with { WhoCanUse = t }),
        ("whoCannotUse", c => c.WhoCannotUse, (c, t) => c with { WhoCannotUse = t }),
        ("underEighteen", c => c.UnderEighteen, (c, t) => c with { UnderEighteen = t }),
        ("orderedByLaw", c => c.OrderedByLaw, (c, t) => c with { OrderedByLaw = t }),
        ("bookedApart", c => c.BookedApart, (c, t) => c with { BookedApart = t }),
    ];

    public override ListingSection Section => ListingSection.Ask;

    public static IEnumerable<string> Names => s_texts.Select(text => text.Name);

    protected override void Fill(ListingContent content)
    {
        foreach (var (name, of, _) in s_texts)
            Fill(name, of(content));
    }

    protected override Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation) =>
        Task.FromResult(s_texts.Aggregate(now, (content, text) => text.With(content, Read(text.Name, text.Of(now)))));
}
