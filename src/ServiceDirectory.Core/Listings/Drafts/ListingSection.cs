using ServiceDirectory.Core.Listings.Changes;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>The parts in which a description is written: each is one page, and two people in different ones never meet.</summary>
public enum ListingSection
{
    /// <summary>What it is.</summary>
    About,

    /// <summary>Who runs it, and whether they said yes.</summary>
    Who,

    Where,

    Hours,

    /// <summary>How to get in touch.</summary>
    Reach,

    /// <summary>What decides a visit.</summary>
    Visit,

    /// <summary>What they ask, what happens, and what they pass on.</summary>
    Ask,
}

public static class ListingSections
{
    private static readonly string[] s_hours = ["hours", "specialDays", "byAppointment"];

    /// <summary>Where a field is written.</summary>
    /// <param name="path">Of a problem, <c>sites[0].hours[2].closes</c>, or of a change.</param>
    public static ListingSection Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Split('.', '[')[0] switch
        {
            "name" or "otherNames" or "paperName" or "summary" or "description" or "profile" or "needs" => ListingSection.About,
            "provider" or "consent" or "switches" => ListingSection.Who,
            "sites" => path.Split('.') is [_, var field, ..] && s_hours.Contains(field.Split('[')[0]) ? ListingSection.Hours : ListingSection.Where,
            "phones" or "messages" or "website" or "email" or "post" or "remoteAreas" or "staffLanguages" or "interpreterLanguages" => ListingSection.Reach,
            "access" or "cost" or "waitingTime" or "intake" => ListingSection.Visit,
            _ => ListingSection.Ask,
        };
    }

    /// <summary>Names what stands in a section, so that a later save can tell whether somebody else wrote there meanwhile.</summary>
    public static string Fingerprint(ListingContent content, ListingSection section)
    {
        ArgumentNullException.ThrowIfNull(content);
        var parts = ListingTree.Of(content).SelectMany(node => node.Parts()).Where(part => Of(part.Path) == section);
        return Convert.ToHexStringLower(CanonicalJson.Hash(parts.ToList())[..8]);
    }

    /// <summary>A description with one section taken from another one of the same service.</summary>
    public static ListingContent Put(ListingContent into, ListingContent from, ListingSection section)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(from);
        return section switch
        {
            ListingSection.About => into with
            {
                Name = from.Name,
                OtherNames = from.OtherNames,
                PaperName = from.PaperName,
                Summary = from.Summary,
                Description = from.Description,
                Profile = from.Profile,
                Needs = from.Needs,
            },
            ListingSection.Who => into with { Provider = from.Provider, Consent = from.Consent, Switches = from.Switches },
            ListingSection.Where => WithSites(into, [.. from.Sites.Select(site => WithHours(site, into.Sites.FirstOrDefault(s => s.Id == site.Id) ?? site))]),
            ListingSection.Hours => into with { Sites = [.. into.Sites.Select(site => WithHours(site, from.Sites.FirstOrDefault(s => s.Id == site.Id) ?? site))] },
            ListingSection.Reach => into with
            {
                Phones = from.Phones,
                Messages = from.Messages,
                Website = from.Website,
                Email = from.Email,
                Post = from.Post,
                RemoteAreas = from.RemoteAreas,
                StaffLanguages = from.StaffLanguages,
                InterpreterLanguages = from.InterpreterLanguages,
            },
            ListingSection.Visit => into with { Access = OfSites(from.Access, into.Sites), Cost = from.Cost, WaitingTime = from.WaitingTime, Intake = from.Intake },
            _ => into with
            {
                WhatTheyAsk = from.WhatTheyAsk,
                WhatToSay = from.WhatToSay,
                WhatYouCanChoose = from.WhatYouCanChoose,
                WhatHappens = from.WhatHappens,
                HowTheyContactYou = from.HowTheyContactYou,
                Sharing = from.Sharing,
                OrderedByLaw = from.OrderedByLaw,
                BookedApart = from.BookedApart,
                UnderEighteen = from.UnderEighteen,
                WhoCanUse = from.WhoCanUse,
                WhoCannotUse = from.WhoCannotUse,
            },
        };
    }

    /// <summary>The description with other sites. What was true at a site only goes with the site.</summary>
    public static ListingContent WithSites(ListingContent content, IReadOnlyList<Site> sites)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content with { Sites = sites, Access = OfSites(content.Access, sites) };
    }

    private static AccessFact[] OfSites(IReadOnlyList<AccessFact> facts, IReadOnlyList<Site> sites) =>
        [.. facts.Where(fact => fact.SiteId is not { } id || sites.Any(site => site.Id == id))];

    private static Site WithHours(Site site, Site hours) =>
        site with { Hours = hours.Hours, SpecialDays = hours.SpecialDays, ByAppointment = hours.ByAppointment };
}
