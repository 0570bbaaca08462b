using Microsoft.AspNetCore.Mvc;

namespace ServiceDirectory.Web.Http;

/// <summary>303: the answer to a form stands at another address of this site. The framework's own redirect says 302.</summary>
public sealed class SeeOther(string address) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = address;
    }
}
