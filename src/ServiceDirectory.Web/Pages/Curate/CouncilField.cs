namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the fields of the pages of the councils. Which of the first of each form was sent says which form it was.</summary>
public static class CouncilField
{
    /// <summary>The vote that is answered with yes.</summary>
    public const string Yes = "yes";

    /// <summary>The vote that is answered with no.</summary>
    public const string No = "no";

    /// <summary>The vote that is ended.</summary>
    public const string Decide = "decide";

    /// <summary>The kind of a new vote, as <c>EnumSlug</c> writes it.</summary>
    public const string Kind = "kind";

    public const string About = "about";

    public const string Other = "other";

    /// <summary>The public code of an entry.</summary>
    public const string Entry = "entry";

    public const string Since = "since";

    public const string Until = "until";

    public const string Reason = "reason";

    /// <summary>The organisation that is to be frozen.</summary>
    public const string Freeze = "freeze";

    public const string FreezeReason = "freeze-reason";

    /// <summary>The guest organisation that is invited.</summary>
    public const string Guest = "guest";

    public const string GuestEntry = "guest-entry";

    /// <summary>The organisation that a guest vouches for.</summary>
    public const string GuestFor = "guest-for";

    public const string GuestUntil = "guest-until";

    /// <summary>The name of an organisation that is proposed.</summary>
    public const string Propose = "propose";

    public const string Country = "of-country";

    public const string Related = "related";

    public const string IsGuest = "is-guest";

    public const string IsNetwork = "is-network";

    /// <summary>The admission that the organisation gives its word for.</summary>
    public const string Vouch = "vouch";

    public const string Finish = "finish";

    /// <summary>The admission that somebody objects to.</summary>
    public const string Against = "object";

    public const string Condition = "condition";

    public const string ObjectReason = "object-reason";

    /// <summary>An organisation that is proposed once more.</summary>
    public const string Renew = "renew";

    /// <summary>The name of an organisation that is let in.</summary>
    public const string Welcome = "welcome";

    public const string WelcomeKind = "welcome-kind";

    public const string WelcomeCountry = "welcome-country";

    /// <summary>The organisation whose first coordinator is invited.</summary>
    public const string First = "first";

    /// <summary>What an allied organisation knows about.</summary>
    public const string Field = "field";

    /// <summary>What the organisation calls itself.</summary>
    public const string Name = "name";

    public const string AboutText = "about-text";

    public const string Website = "website";

    public const string PublicName = "public-name";

    public const string PublicBadge = "public-badge";

    /// <summary>The organisation with which it counts as one.</summary>
    public const string Relate = "relate";

    public const string RelateReason = "relate-reason";

    /// <summary>The organisation with which it agrees to count as one.</summary>
    public const string Agree = "agree";

    /// <summary>The organisation with which it does not, or no more wants to, count as one.</summary>
    public const string Refuse = "refuse";

    /// <summary>The organisation's code, typed by whoever wants it to leave.</summary>
    public const string Leave = "leave";
}
